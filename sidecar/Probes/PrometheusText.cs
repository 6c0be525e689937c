using System.Globalization;
using System.Text;

namespace GrpcExp.Sidecar;

/// <summary>
/// Writes the Prometheus text format 0.0.4. Labels come from fixed lists of our own, never from callers, so the number of series is
/// bounded and nothing needs escaping.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>A value that goes up and down.</summary>
    public void Gauge(string name, string help, double value) => Single(name, help, "gauge", value);

    /// <summary>A value that only rises while the process lives.</summary>
    public void Counter(string name, string help, double value) => Single(name, help, "counter", value);

    /// <summary>Announces a gauge whose series follow.</summary>
    public void GaugeFamily(string name, string help) => Announce(name, help, "gauge");

    /// <summary>Announces a counter whose series follow.</summary>
    public void CounterFamily(string name, string help) => Announce(name, help, "counter");

    /// <summary>One series of the family announced last.</summary>
    public void Series(string name, string labels, double value) =>
        _text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value:R}\n");

    /// <summary>One series with a single label.</summary>
    public void Series(string name, string label, string labelValue, double value) => Series(name, $"{label}=\"{labelValue}\"", value);

    public override string ToString() => _text.ToString();

    private void Single(string name, string help, string type, double value)
    {
        Announce(name, help, type);
        _text.Append(CultureInfo.InvariantCulture, $"{name} {value:R}\n");
    }

    private void Announce(string name, string help, string type) => _text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
