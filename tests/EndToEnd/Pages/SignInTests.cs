using System.Net;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>Who gets in, and what a form from elsewhere can do: nothing.</summary>
[Collection(PagesCollection.Name)]
public sealed class SignInTests(PagesServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_is_led_to_the_form_and_then_where_he_wanted()
    {
        await using var visit = await server.VisitAsync(null);
        await visit.OpenAsync($"/experiments/{PageData.Running}");
        Assert.Contains("/sign-in?return_to=", visit.Page.Url);

        await visit.Page.GetByLabel("Access token").FillAsync("gxp_guessed");
        await visit.ClickAsync(AriaRole.Button, "Sign in");
        Assert.Contains("unknown, expired or revoked", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync());

        await visit.Page.GetByLabel("Access token").FillAsync(server.Vic);
        await visit.ClickAsync(AriaRole.Button, "Sign in");
        Assert.Equal($"{server.Address}/experiments/{PageData.Running}", visit.Page.Url);
        var cookie = Assert.Single(await visit.Page.Context.CookiesAsync(), one => one.Name == "grpcexp-session");
        Assert.Equal((true, SameSiteAttribute.Strict), (cookie.HttpOnly, cookie.SameSite));
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds((long)cookie.Expires) - DateTimeOffset.UtcNow, TimeSpan.FromHours(11), TimeSpan.FromHours(12.1));

        await visit.ClickAsync(AriaRole.Button, "Sign out");
        await visit.OpenAsync("/");
        Assert.Contains("/sign-in", visit.Page.Url);
        Assert.Equal([], visit.Complaints);
    }

    [Fact]
    public async Task A_token_of_a_machine_does_not_sign_in()
    {
        await using var visit = await server.VisitAsync(null);
        var made = await new Contracts.Control.V1.AccessService.AccessServiceClient(server.Server.AsAdmin()).CreateTokenAsync(
            new Contracts.Control.V1.CreateTokenRequest { Owner = "robot", Roles = { Contracts.Control.V1.Role.Sync } }, cancellationToken: Cancelled);
        await visit.SignInAsync(made.Token);
        Assert.Contains("needs the role viewer, editor or approver", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync());
    }

    [Fact]
    public async Task A_revoked_token_ends_its_session()
    {
        var access = new Contracts.Control.V1.AccessService.AccessServiceClient(server.Server.AsAdmin());
        var made = await access.CreateTokenAsync(new Contracts.Control.V1.CreateTokenRequest { Owner = "leaver", Roles = { Contracts.Control.V1.Role.Viewer } }, cancellationToken: Cancelled);
        await using var visit = await server.VisitAsync(made.Token);
        Assert.Equal(server.Address + "/", visit.Page.Url);
        await access.RevokeTokenAsync(new Contracts.Control.V1.RevokeTokenRequest { TokenId = made.TokenId }, cancellationToken: Cancelled);
        await visit.OpenAsync("/");
        Assert.Contains("/sign-in", visit.Page.Url);
    }

    [Theory]
    [InlineData("", "same-origin")]
    [InlineData("made-up", "same-origin")]
    [InlineData("right", "cross-site")]
    public async Task A_form_from_elsewhere_changes_nothing(string formToken, string site)
    {
        await using var visit = await server.VisitAsync(server.Ada);
        await visit.OpenAsync("/");
        var right = await visit.Page.Locator("input[name=form_token]").First.GetAttributeAsync("value");
        var cookie = (await visit.Page.Context.CookiesAsync()).Single(one => one.Name == "grpcexp-session");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Address}/experiments/{PageData.Running}/kill")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["form_token"] = formToken == "right" ? right! : formToken, ["reason"] = "mischief" }),
        };
        request.Headers.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        request.Headers.Add("Sec-Fetch-Site", site);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var flag = await new Contracts.Control.V1.FlagService.FlagServiceClient(server.Editor).GetFlagAsync(new Contracts.Control.V1.GetFlagRequest { Key = "checkout" }, cancellationToken: Cancelled);
        Assert.True(flag.Enabled);
    }

    [Fact]
    public async Task No_log_holds_a_token()
    {
        await using var visit = await server.VisitAsync(server.Vic);
        await visit.OpenAsync("/shared/gxp_a-secret-of-a-link");
        Assert.DoesNotContain(server.Server.Errors, line => line.Contains(server.Vic, StringComparison.Ordinal) || line.Contains("a-secret-of-a-link", StringComparison.Ordinal) || line.Contains(ControlPlaneProcess.AdminToken, StringComparison.Ordinal));
    }
}
