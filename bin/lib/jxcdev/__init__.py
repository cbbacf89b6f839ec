"""The tools behind bin/: standard library only, so they run before any set-up."""
