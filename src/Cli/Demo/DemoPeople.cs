using Grpc.Core;

namespace GrpcExp.Cli.Demo;

/// <summary>Who acts in the demo: two people, since nobody may approve their own experiment, and two services.</summary>
/// <param name="Editor">Call headers of the one who writes and starts experiments.</param>
/// <param name="Approver">Call headers of the one who approves and concludes them.</param>
/// <param name="Ingest">Call headers of the service that sends events.</param>
/// <param name="SidecarToken">Token of the sidecar.</param>
internal sealed record DemoPeople(Metadata Editor, Metadata Approver, Metadata Ingest, string SidecarToken);
