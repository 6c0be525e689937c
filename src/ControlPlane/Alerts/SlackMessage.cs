using System.Text;
using System.Text.Json;
using GrpcExp.Storage.Alerts;

namespace GrpcExp.ControlPlane.Alerts;

/// <summary>An alert as an incoming webhook of Slack takes it: text for notifications, blocks for the channel.</summary>
internal static class SlackMessage
{
    /// <summary>Slack's bounds, in characters.</summary>
    private const int HeaderLength = 150;

    private const int SectionLength = 3_000;

    /// <summary>The body of the request, UTF-8.</summary>
    public static byte[] Of(DueAlert due, string environment)
    {
        var alert = due.Alert;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("text", Cut(Escape($"{Mark(alert.Severity)} {alert.Title}: {alert.Text}"), SectionLength));
            json.WriteStartArray("blocks");
            json.WriteStartObject();
            json.WriteString("type", "header");
            WriteText(json, "text", "plain_text", Cut($"{Mark(alert.Severity)} {alert.Title}", HeaderLength));
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("type", "section");
            WriteText(json, "text", "mrkdwn", Cut(Escape(alert.Text), SectionLength));
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("type", "context");
            json.WriteStartArray("elements");
            WriteText(json, null, "mrkdwn", Escape($"{environment} · {alert.Severity.ToString().ToLowerInvariant()} · {due.CreatedAt:yyyy-MM-dd HH:mm} UTC"));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteText(Utf8JsonWriter json, string? name, string type, string text)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Mark(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Error => "🔴",
        AlertSeverity.Warning => "🟡",
        _ => "🔵",
    };

    /// <summary>What Slack reads as markup in names that people chose: a mention of everybody, for example.</summary>
    private static string Escape(string text) =>
        new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").ToString();

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
