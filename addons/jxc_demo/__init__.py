from .hooks import load_demo
