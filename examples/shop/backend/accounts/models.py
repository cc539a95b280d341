"""What the shop keeps of a user beside Django's own."""

from django.conf import settings
from django.db import models


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    bio = models.CharField(max_length=280, blank=True)
    avatar = models.FileField(upload_to="avatars/", blank=True)
