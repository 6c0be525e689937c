using System.Net;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace GrpcExp.Conformance.Web;

/// <summary>Runs a theory over HTTP/1.1 and HTTP/2, whose version is its first argument, once for each further value.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OverBothVersionsAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        Version[] versions = [HttpVersion.Version11, HttpVersion.Version20];
        IReadOnlyCollection<ITheoryDataRow> rows = values.Length == 0
            ? [.. versions.Select(v => new TheoryDataRow(v))]
            : [.. versions.SelectMany(v => values.Select(x => new TheoryDataRow(v, x)))];
        return ValueTask.FromResult(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => false;
}
