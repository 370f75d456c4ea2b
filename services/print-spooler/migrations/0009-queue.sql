-- Found without going through a pile of jobs: the drawer that goes first, and who still says why it
-- waits at a printer that is well again.
CREATE INDEX job_drawer ON job (printer_id, seq) WHERE kind = 'drawer' AND status = 'queued';
CREATE INDEX job_told ON job (printer_id, seq) WHERE status = 'queued' AND problem IS NOT NULL;
