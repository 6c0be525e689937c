using System.Text.Json;
using GrpcExp.ControlPlane.Alerts;
using GrpcExp.Storage.Alerts;

namespace GrpcExp.Unit.ControlPlane.Alerts;

public sealed class SlackMessageTests
{
    private static readonly DateTime Raised = new(2026, 3, 31, 12, 20, 0, DateTimeKind.Utc);

    [Fact]
    public void A_message_has_text_for_notifications_and_blocks_for_the_channel()
    {
        using var message = Of("It was stopped", "Crashes rose.");

        Assert.Equal("🔴 It was stopped: Crashes rose.", message.RootElement.GetProperty("text").GetString());
        var blocks = message.RootElement.GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal(["header", "section", "context"], blocks.Select(block => block.GetProperty("type").GetString()));
        Assert.Equal(("plain_text", "🔴 It was stopped"), Text(blocks[0].GetProperty("text")));
        Assert.Equal(("mrkdwn", "Crashes rose."), Text(blocks[1].GetProperty("text")));
        Assert.Equal(("mrkdwn", "staging · error · 2026-03-31 12:20 UTC"), Text(blocks[2].GetProperty("elements")[0]));
    }

    [Fact]
    public void What_people_called_things_is_no_markup()
    {
        using var message = Of("title", "Owner: <!channel> & <https://x|y>");

        Assert.Equal("Owner: &lt;!channel&gt; &amp; &lt;https://x|y&gt;", Text(message.RootElement.GetProperty("blocks")[1].GetProperty("text")).Text);
    }

    [Fact]
    public void A_long_text_is_cut_at_the_bounds_of_Slack()
    {
        using var message = Of(new string('t', 400), new string('x', 5_000));

        Assert.Equal(150, Text(message.RootElement.GetProperty("blocks")[0].GetProperty("text")).Text.Length);
        Assert.Equal(3_000, Text(message.RootElement.GetProperty("blocks")[1].GetProperty("text")).Text.Length);
        Assert.Equal(3_000, message.RootElement.GetProperty("text").GetString()!.Length);
    }

    private static JsonDocument Of(string title, string text) =>
        JsonDocument.Parse(SlackMessage.Of(new DueAlert(new Alert("incident", AlertSeverity.Error, title, text), Raised, 1), "staging"));

    private static (string Type, string Text) Text(JsonElement text) => (text.GetProperty("type").GetString()!, text.GetProperty("text").GetString()!);
}
