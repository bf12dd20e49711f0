/// What became of the survey of one record set.
package enum SurveyOutcome: Sendable {
  case made(Survey)
  /// The record set does not fit its schema, or its store could not answer: `check` says the same of it.
  case refused([RecordSetRefusal])
  /// Somebody asked to stop.
  case stopped
}
