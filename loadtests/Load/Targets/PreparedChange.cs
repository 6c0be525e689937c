namespace GrpcExp.Load.Targets;

/// <summary>One change as it travels.</summary>
/// <param name="Flag">Key of the flag that it switches.</param>
/// <param name="Version">The flag's version after it.</param>
/// <param name="Envelope">The sealed snapshot after it.</param>
/// <param name="Message">The message with the delta.</param>
internal sealed record PreparedChange(string Flag, long Version, byte[] Envelope, byte[] Message);
