using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Segments;

/// <summary>One segment's moments in both variants.</summary>
/// <param name="Segment">A label, e.g. <c>country=DE</c>.</param>
/// <param name="Control">Moments of the control in the segment.</param>
/// <param name="Treatment">Moments of the treatment in the segment.</param>
public sealed record SegmentSample(string Segment, SampleMoments Control, SampleMoments Treatment);
