"""Requests that are worked off by processes of their own: bulk uploads and jobs, from the route to the worker."""
