using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.SignIn;

namespace GrpcExp.Unit.ControlPlane.Pages;

public sealed class SessionCookieTests
{
    private const string Token = "gxp_secret";
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_session_gives_its_token_until_it_ends()
    {
        var cookie = SessionCookie.Of(Token, Now.AddHours(12));
        Assert.Equal(Token, SessionCookie.Read(cookie, Now));
        Assert.Equal(Token, SessionCookie.Read(cookie, Now.AddHours(12).AddSeconds(-1)));
        Assert.Null(SessionCookie.Read(cookie, Now.AddHours(12)));
    }

    [Fact]
    public void Nobody_can_make_a_session_last_longer()
    {
        var parts = SessionCookie.Of(Token, Now.AddHours(12)).Split('.');
        var later = Now.AddDays(300).ToUnixTimeSeconds();
        Assert.Null(SessionCookie.Read($"{later}.{parts[1]}.{parts[2]}", Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("99999999999..x")]
    [InlineData("99999999999.!!!.x")]
    [InlineData("-1.Z3hw.x")]
    [InlineData("a.b.c.d")]
    public void What_is_no_session_is_none(string? cookie) => Assert.Null(SessionCookie.Read(cookie, Now));

    [Fact]
    public void A_value_that_is_too_long_is_not_even_looked_at() => Assert.Null(SessionCookie.Read(new string('a', 100_000), Now));

    [Theory]
    [InlineData("/experiments/a?metric=b", "/experiments/a?metric=b")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("", "/")]
    [InlineData("/sign-in", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    public void Redirects_stay_on_this_server(string asked, string path) => Assert.Equal(path, LocalPaths.Of(asked));
}
