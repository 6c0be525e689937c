namespace GrpcExp.Storage.Schema;

internal sealed class FlagRow : ResourceRow;
