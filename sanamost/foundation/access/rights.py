"""What a program may be allowed to do with a key."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """One class of capacity data, read or written; writing does not include reading."""

    RESOURCES_READ = "resources:read", _("Read resources and times of less")
    RESOURCES_WRITE = "resources:write", _("Write resources and times of less")
    STATE_TASK_READ = "state_task:read", _("Read the state task and its protection")
    STATE_TASK_WRITE = "state_task:write", _("Write the state task and its protection")
    RECIPES_READ = "recipes:read", _("Read what treatments use")
    RECIPES_WRITE = "recipes:write", _("Write what treatments use")
    DAYS_READ = "days:read", _("Read the counted days and the next free ones")
