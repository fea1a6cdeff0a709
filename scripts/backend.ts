// The backend is a program of its own; this only puts it behind the same door as the other commands.
import '../backend/local/main.ts';
