using Google.Protobuf;
using GrpcExp.Client;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Load.Targets;

/// <summary>The questions of every lookup scenario: all flags in turn, for many units, a quarter of them in each country.</summary>
internal static class Workload
{
    private static readonly string[] Countries = ["DE", "FR", "ES", "US"];

    /// <summary>Different units.</summary>
    public static IReadOnlyList<UnitContext> Units { get; } =
        [.. Enumerable.Range(0, 4096).Select(i => new UnitContext($"user-{i}").With("country", Country(i)))];

    /// <summary>Keys of the flags.</summary>
    public static IReadOnlyList<string> Flags { get; } = [.. Enumerable.Range(0, LoadSnapshot.Flags).Select(i => $"flag-{i}")];

    /// <summary>The flag that a question is about.</summary>
    public static string Flag(int number) => Flags[number % Flags.Count];

    /// <summary>The unit that a question is about.</summary>
    public static UnitContext Unit(int number) => Units[number % Units.Count];

    /// <summary>Country of a unit.</summary>
    public static string Country(int number) => Countries[number % Countries.Length];

    /// <summary>A question as every protocol of ours takes it.</summary>
    public static EvaluateRequest Request(int number) => new() { FlagKey = Flag(number), Context = Unit(number).ToMessage(), ExpectedType = FlagType.Bool };

    /// <summary>A raw request of one question, length first.</summary>
    public static byte[] Frame(int number, ulong requestId)
    {
        using var stream = new MemoryStream();
        new LookupRequest { RequestId = requestId, Evaluations = { Request(number) } }.WriteDelimitedTo(stream);
        return stream.ToArray();
    }
}
