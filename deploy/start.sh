#!/bin/sh
# What a container does: where pages are mounted at /pages, index them; serve in any case.
#   docker run -p 8000:8000 -v /folder/of/dumps:/pages:ro clippings
# The server answers 503 until there is an index, and takes it in without a restart.
if [ -d /pages ] && [ -n "$(ls -A /pages)" ]; then
  nice python -m indexer /pages &
fi
exec gunicorn -c gunicorn.conf.py --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm wsgi:app
