"""What gunicorn and the flask command serve."""

import gc

from app import create_app
from config import Config

app = create_app(Config.from_environment())

# A push makes tens of thousands of short-lived values; looking through all of the application for
# dead circles after every 700 of them took a sixth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
