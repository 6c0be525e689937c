namespace GrpcExp.Rpc.Connect;

/// <summary>How a message is written in a Connect call.</summary>
internal enum ConnectCodec
{
    Json,
    Proto,
}
