namespace GrpcExp.Cli.Readouts;

/// <summary>One metric of one treatment at one of several looks.</summary>
internal sealed record ReadoutLook(
    string Time, string Metric, string Type, string Variant, long Units, ReadoutInterval Absolute, ReadoutInterval Relative, double? PValue, double? RunningPValue);
