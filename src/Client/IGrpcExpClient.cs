using System.Text.Json.Serialization.Metadata;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client;

/// <summary>
/// Asks what flags say, whatever the transport. Thread-safe; one instance a process is enough. No evaluation ever throws:
/// without an answer it gives the caller's default, and says why where there is room for it. A key or unit that is
/// null, a cancelled token and a disposed client are such cases too.
/// </summary>
public interface IGrpcExpClient : IAsyncDisposable
{
    /// <summary>
    /// Flags may be answered otherwise from now on. Handlers are called one after the other on the thread pool; what
    /// happens meanwhile comes as one change. What a handler throws is logged and reaches nobody.
    /// </summary>
    event EventHandler<FlagsChangedEventArgs>? FlagsChanged;

    /// <summary>How the client is now; asks nobody.</summary>
    ClientStatus Status { get; }

    /// <summary>Waits until flags can be answered. Never throws.</summary>
    /// <param name="patience">Longest wait; zero looks once, negative counts as zero.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether flags can be answered.</returns>
    ValueTask<bool> WaitUntilReadyAsync(TimeSpan patience, CancellationToken cancellationToken = default);

    /// <summary>The value of a BOOL flag, or the default.</summary>
    ValueTask<bool> GetBoolAsync(string flagKey, UnitContext unit, bool defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a STRING flag, or the default.</summary>
    ValueTask<string> GetStringAsync(string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of an INT flag, or the default.</summary>
    ValueTask<long> GetIntAsync(string flagKey, UnitContext unit, long defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a DOUBLE flag, or the default.</summary>
    ValueTask<double> GetDoubleAsync(string flagKey, UnitContext unit, double defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a JSON flag as an object, or the default; also when it cannot be read as one.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="flagKey">Key of the flag.</param>
    /// <param name="unit">For whom.</param>
    /// <param name="defaultValue">The default.</param>
    /// <param name="type">How to read it, from a source-generated serializer context.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<T> GetJsonAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, JsonTypeInfo<T> type, CancellationToken cancellationToken = default);

    /// <summary>The value of a BOOL flag, and how it came about.</summary>
    ValueTask<FlagEvaluation<bool>> EvaluateBoolAsync(
        string flagKey, UnitContext unit, bool defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a STRING flag, and how it came about.</summary>
    ValueTask<FlagEvaluation<string>> EvaluateStringAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of an INT flag, and how it came about.</summary>
    ValueTask<FlagEvaluation<long>> EvaluateIntAsync(
        string flagKey, UnitContext unit, long defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a DOUBLE flag, and how it came about.</summary>
    ValueTask<FlagEvaluation<double>> EvaluateDoubleAsync(
        string flagKey, UnitContext unit, double defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a JSON flag, the text of one JSON object, and how it came about.</summary>
    ValueTask<FlagEvaluation<string>> EvaluateJsonAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default);

    /// <summary>The value of a JSON flag as an object, and how it came about.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="flagKey">Key of the flag.</param>
    /// <param name="unit">For whom.</param>
    /// <param name="defaultValue">The default, also when the value cannot be read as a <typeparamref name="T"/>.</param>
    /// <param name="type">How to read it, from a source-generated serializer context.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<FlagEvaluation<T>> EvaluateJsonAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, JsonTypeInfo<T> type, CancellationToken cancellationToken = default);

    /// <summary>
    /// Up to 1,000 evaluations at one revision, in order. When the call itself fails, every answer is an error that says
    /// so; a list that is null counts as empty.
    /// </summary>
    ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken = default);

    /// <summary>Every flag for one unit at one revision.</summary>
    ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken = default);
}
