"""What the same two pages cost in a plain Django application: the HTTP benchmark's peer.

The same as in Sanamost: Python, Django, psycopg, granian and its settings (workers, threads), the
PostgreSQL server, its tables with their indexes, constraints and foreign keys, all rows in them,
and connections that are kept and checked; session and sign-in by Django's own middleware; CSRF.

`GET /desk/`, the inbox: the same questions to the database (session, person, membership, how many
open requests, the fifty that are due soonest with case and assignee, their patients, referrals and
running clocks, the person's memberships and unread notices), and the same visible columns of the
same fifty rows, by Django's object-relational mapper and a plain template.

`POST /request/review/`, the end of a request: CSRF is checked, the visitor's draft is found by the
secret in a signed cookie and locked, its answers are validated by a form, and then the same rows
are written in one transaction and committed: account, patient, case, participant, request, need,
four grants, two clocks, the consent with its frozen paper (the same text, as JSON with its
SHA-256), two events, the job that hands one of them on, and the lines of the trail.

What it does not do: row-level security and the settings that feed it; grants asked before a row is
shown (the desk's own column is trusted instead); triggers that chain the trail by hash, freeze
columns and watch moves between states; a line in the trail for what was read; idempotency keys;
policies of routes; translations, reader's zone, right-to-left; the shell (navigation, filters,
icons), Content-Security-Policy; papers of the draft; duplicates of persons are looked for by one
column only.
"""
