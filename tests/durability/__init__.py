"""Nothing that was answered with 2xx is ever lost, and what goes wrong below is told as what it is.

Servers here are real: our app under gunicorn with our worker and options, on a port of their own, over a database of their
own (`serving`). Only the reader is made up, so that no model is loaded: articles are lines that say their mentions (`press`).
Clients speak HTTP (`asking`); what is kept is seen through a store that the test opens itself (`looking`).
"""
