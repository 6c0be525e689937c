namespace GrpcExp.Load.Verdicts;

/// <summary>What the process says at its end.</summary>
internal static class ExitCode
{
    /// <summary>Every threshold held.</summary>
    public const int Held = 0;

    /// <summary>A threshold failed, or the run could not be made.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>Held when there is a verdict and every one is good: a run that judged nothing has proved nothing.</summary>
    public static int Of(IReadOnlyCollection<Verdict> verdicts) =>
        verdicts.Count > 0 && verdicts.All(v => v.IsHeld) ? Held : Failed;
}
