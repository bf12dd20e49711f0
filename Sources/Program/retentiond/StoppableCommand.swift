internal import ArgumentParser

/// A command in the shell that takes long: Ctrl-C and SIGTERM ask it, and it ends where it is safe.
///
/// Every other command ends by the signal itself: it decides or shows something in a moment, and whoever stops it before that wants nothing of it done.
/// What it had begun to write in the journal was not committed.
protocol StoppableCommand: ParsableCommand {}
