namespace GrpcExp.Storage.Changes;

/// <summary>Which page of resources to read, in key order.</summary>
/// <param name="AfterKey">Only later keys; empty for all.</param>
/// <param name="Contains">Only keys that contain this text, case-sensitive; empty for all.</param>
/// <param name="Take">At most so many.</param>
public sealed record ResourceQuery(string AfterKey, string Contains, int Take);
