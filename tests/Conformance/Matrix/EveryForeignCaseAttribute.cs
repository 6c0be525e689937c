using System.Reflection;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Cases;
using Xunit.Sdk;
using Xunit.v3;

namespace GrpcExp.Conformance.Matrix;

/// <summary>Runs a test with every case and every foreign peer over some transports: (Peer peer, string name, Transport transport).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryForeignCaseAttribute(params Transport[] transports) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. from p in Enum.GetValues<Peer>() from c in InteropCases.All from t in transports select new TheoryDataRow(p, c.Name, t)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
