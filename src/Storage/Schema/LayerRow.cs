namespace GrpcExp.Storage.Schema;

internal sealed class LayerRow : ResourceRow;
