using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Runs a test over every transport.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OverEveryTransportAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Transport>().Select(t => new TheoryDataRow(t))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
