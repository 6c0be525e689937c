namespace GrpcExp.Cli.Readouts;

/// <summary>One metric in one segment.</summary>
internal sealed record ReadoutSegment(
    string Metric, string Variant, string Segment, string Value, long Units, ReadoutInterval Relative, double? PValueAdjusted, bool IsWorse);
