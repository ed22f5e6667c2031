using System.Text.Json;
using System.Text.RegularExpressions;

namespace Watchbill.LocalChat;

public sealed partial class ChatPageTests
{
    [Fact]
    public async Task The_page_carries_who_is_here_and_what_can_be_typed_and_no_name_ends_its_element()
    {
        await using var host = await LocalHost.StartAsync();
        var page = await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        var facts = JsonDocument.Parse(Facts().Match(page).Groups[1].Value).RootElement;
        Assert.Equal(["ana", "kit"], facts.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("id").GetString()));
        Assert.Equal("Kit </script><img src=x onerror=alert(1)>", facts.GetProperty("people")[1].GetProperty("name").GetString());
        Assert.Equal("now [<rotation>]", facts.GetProperty("verbs")[0].GetProperty("usage").GetString());
    }

    [Fact]
    public async Task Everything_comes_from_this_host_under_a_policy_that_allows_nothing_else()
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.Client.GetAsync("/", TestContext.Current.CancellationToken);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl?.NoStore);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var asked = Linked().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, path => Assert.StartsWith("/chat/", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_part_is_embedded_and_served_with_its_type()
    {
        await using var host = await LocalHost.StartAsync();
        var embedded =
            typeof(ChatPage).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("chat/", StringComparison.Ordinal))
                .Select(name => name[5..]);
        Assert.Equal(embedded.Order(), ChatPage.Assets.Keys.Append("index.html").Order());
        foreach (var (name, type) in ChatPage.Assets)
        {
            using var response = await host.Client.GetAsync($"/chat/{name}", TestContext.Current.CancellationToken);
            Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
            Assert.True(response.Content.Headers.ContentLength > 0);
        }
    }

    [Fact]
    public void No_script_makes_markup_of_text_or_asks_for_anything_from_elsewhere()
    {
        foreach (var name in ChatPage.Assets.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal)))
        {
            var script = System.Text.Encoding.UTF8.GetString(ChatPage.Read(name));
            Assert.DoesNotMatch(
                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|https?://(?!www\\.w3\\.org/2000/svg)",
                script);
        }
    }

    [GeneratedRegex("<script id=\"facts\" type=\"application/json\">(.*?)</script>")]
    private static partial Regex Facts();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Linked();
}
