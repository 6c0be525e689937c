using System.Reflection;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Cases;
using Xunit.Sdk;
using Xunit.v3;

namespace GrpcExp.Conformance.Matrix;

/// <summary>Runs a test with every case over every transport: (string name, Transport transport).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryCaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. from c in InteropCases.All from t in Enum.GetValues<Transport>() select new TheoryDataRow(c.Name, t)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
