namespace GrpcExp.Storage.Schema;

internal sealed class SegmentRow : ResourceRow;
