-- For the search in names and addresses. "if not exists": a project may have it already.
create extension if not exists pg_trgm with schema extensions;
