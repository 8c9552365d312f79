// Files in pieces, so that a lost connection costs a piece and not the file. It runs where
// <div class="upload" data-pieces="/address/"> asks for it; without it the input goes with its form.
// The server says how much has arrived; after a break the rest is sent, from the same place, and a
// page that was closed meanwhile goes on when the same file is chosen again.
(() => {
  "use strict";
  if (!window.crypto?.subtle) return; // only on safe pages: elsewhere the form sends the file
  const LONGEST_WAIT = 30_000;
  const GIVE_UP_AFTER = 12 * 60 * 60 * 1000;

  function kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name);
      if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value);
    } catch { /* storage is closed: a closed page begins anew */ }
    return null;
  }
  function tabOf() {
    try {
      const known = sessionStorage.getItem("upload-tab") || crypto.randomUUID();
      sessionStorage.setItem("upload-tab", known);
      return known;
    } catch { return crypto.randomUUID(); }
  }
  const tab = tabOf();

  class Refused extends Error {}
  class Gone extends Error {}

  // Waits longer each time, and no longer than until the browser says that it is online again.
  function pause(times, asked) {
    const wait = asked || Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(times, 5)) * (0.7 + Math.random() * 0.6);
    return new Promise((done) => {
      const end = () => { clearTimeout(timer); window.removeEventListener("online", end); done(); };
      const timer = setTimeout(end, wait);
      window.addEventListener("online", end);
    });
  }
  async function fingerprint(piece) {
    const digest = await crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function sender(area, file, told) {
    const base = area.dataset.pieces;
    const token = area.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    const label = area.closest("form")?.querySelector("[name=label]")?.value || "";
    const memory = `upload ${base} ${file.name} ${file.size} ${file.lastModified}`;
    const since = Date.now();

    async function once(path, options) {
      const call = new AbortController();
      const timer = setTimeout(() => call.abort(), 60_000);
      try {
        const headers = { "X-CSRFToken": token, "X-Tab": tab, Accept: "application/json", ...options.headers };
        return await fetch(base + path, { ...options, headers, signal: call.signal, redirect: "error" });
      } finally { clearTimeout(timer); }
    }
    // The answer, after as many tries as it takes; `again` may say what to do after a break.
    async function ask(path, options, again) {
      for (let times = 0; ; times += 1) {
        let asked = 0;
        try {
          const answer = await once(path, options);
          if (answer.status === 404) throw new Gone();
          if (answer.status === 429 || answer.status >= 500) {
            asked = Number(answer.headers.get("Retry-After") || 0) * 1000;
          } else {
            const body = await answer.json();
            if (answer.ok || "received" in body) return body;
            if (body.code !== "upload_elsewhere") throw new Refused(body.message);
          }
        } catch (reason) {
          if (reason instanceof Refused || reason instanceof Gone) throw reason;
        }
        if (Date.now() - since > GIVE_UP_AFTER) throw new Refused("");
        told.waiting();
        await pause(times, asked);
        if (again) { const found = await again(); if (found) return found; }
      }
    }
    async function begin() {
      const known = kept(memory);
      if (known) {
        try { return await ask(`${known}/`, { method: "GET" }); } catch (reason) {
          if (!(reason instanceof Gone) && !(reason instanceof Refused)) throw reason;
        }
      }
      const begun = await ask("", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: file.name, type: file.type, size: file.size }),
      });
      kept(memory, begun.upload);
      return begun;
    }
    async function send() {
      const begun = await begin();
      const size = begun.piece || 1024 * 1024;
      let received = begun.received;
      told.progress(received / file.size);
      while (received < file.size) {
        const piece = file.slice(received, received + size);
        const answer = await ask(`${begun.upload}/`, {
          method: "POST",
          headers: {
            "Content-Type": "application/octet-stream",
            "X-Offset": String(received),
            "X-Sha256": await fingerprint(piece),
          },
          body: piece,
        }, () => once(`${begun.upload}/`, { method: "GET" }).then((r) => (r.ok ? r.json() : null), () => null));
        received = answer.received;
        told.progress(received / file.size);
      }
      await ask(`${begun.upload}/finish/`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ label }),
      });
      kept(memory, null);
    }
    return send().catch((reason) => { kept(memory, null); throw reason; });
  }

  function row(area, file) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    const percent = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.append(name, bar, words);
    area.querySelector(".upload-list").append(line);
    return {
      progress: (part) => { bar.value = part; words.textContent = percent.format(part); },
      waiting: () => { words.textContent = area.dataset.waiting; },
      end: (well, message) => {
        bar.remove();
        words.setAttribute("role", "status");
        words.textContent = message || (well ? area.dataset.done : area.dataset.failed);
        line.classList.add(well ? "upload-done" : "upload-failed");
      },
    };
  }

  async function take(area, files) {
    area.closest("form")?.querySelectorAll(".actions").forEach((part) => { part.hidden = true; });
    let well = true;
    for (const file of files) { // one after the other: a phone's connection is narrow
      const told = row(area, file);
      try {
        await sender(area, file, told);
        told.end(true);
      } catch (reason) {
        well = false;
        told.end(false, reason instanceof Refused ? reason.message : "");
      }
    }
    area.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { well } }));
    return well;
  }

  let busy = 0;
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  document.addEventListener("chosen", (event) => {
    const area = event.target.closest(".upload[data-pieces]");
    if (!area) return;
    event.preventDefault();
    busy += 1;
    take(area, Array.from(event.detail.files))
      .finally(() => { busy -= 1; })
      .then((well) => { if (well && !busy) window.location.reload(); });
  });
})();
