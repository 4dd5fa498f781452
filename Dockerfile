# One image for web, worker and relay; docker-compose.yml says which command each runs.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 NUMBA_CACHE_DIR=/app/compiled
WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY . .
# Documents and mail are written under var/; nothing else is, but kernels compiled anew for another processor.
RUN useradd --system --home-dir /app otagai \
 && SECRET_KEY=unused python manage.py compile_translations \
 && SECRET_KEY=unused python manage.py compile_kernels \
 && mkdir -p var/static var/documents var/mail \
 && chown -R otagai var compiled
USER otagai
VOLUME /app/var
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "2", "--timeout", "60", "--graceful-timeout", "10", "--preload", "--no-control-socket"]
