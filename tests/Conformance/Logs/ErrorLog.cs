using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Logs;

/// <summary>
/// Collects the errors that the servers and clients of a test log. Whoever owns it calls <see cref="Verify"/> at the
/// end: an error that the test did not declare fails it, and so does a declared one that was never logged.
/// </summary>
public sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ConcurrentQueue<string> _expected = [];

    public ErrorLog() => Factory = new LoggerFactory([this]);

    /// <summary>For what is made by hand, such as a client's channel.</summary>
    public ILoggerFactory Factory { get; }

    /// <summary>Declares that errors holding a text will be logged, at least one.</summary>
    public void Expect(string part) => _expected.Enqueue(part);

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(categoryName, _errors);

    public void Verify()
    {
        var unexpected = _errors.Where(e => !_expected.Any(p => e.Contains(p, StringComparison.Ordinal)));
        var missing = _expected.Where(p => !_errors.Any(e => e.Contains(p, StringComparison.Ordinal)));
        Assert.True(
            !unexpected.Any() && !missing.Any(),
            string.Join('\n', [.. unexpected.Select(e => $"Unexpected error: {e}"), .. missing.Select(p => $"Declared and never logged: {p}")]));
    }

    // Its owner outlives every logger.
    public void Dispose()
    {
    }

    private sealed class CategoryLogger(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{category}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            }
        }
    }
}
