"""Speech: engines, each judged before its clips are kept."""
