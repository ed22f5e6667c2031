using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Contacts;

/// <summary>
/// What the link in a message opens: one button that acknowledges. Looking never acts, since scanners follow links; it works without a
/// script, once, and for nobody but the person of the link.
/// </summary>
internal static class AnswerPage
{
    private const string Cookie = "watchbill-answer";
    private const string Field = "key";

    public static void MapAnswers(this WebApplication app)
    {
        app.MapGet("/answer/{token}", ShowAsync).ExcludeFromDescription();
        app.MapPost("/answer/{token}", AnswerAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(
        string token, HttpContext http, AnswerLinks links, IStore store, OrgChart chart, CancellationToken ct)
    {
        if (await links.ReadAsync(token, ct) is not { } link || await store.FindAsync<Page>(link.Page, ct) is not { Value: var page })
            return Html(http, "This link is not valid.", null, StatusCodes.Status404NotFound);
        var browser = http.Request.Cookies[Cookie] is { Length: > 20 and < 100 } kept ? kept
            : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        http.Response.Cookies.Append(Cookie, browser, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = "/answer",
        });
        var title = page.IsDrill ? "a drill; nothing is broken" : (await store.FindAsync<Incident>(link.Page, ct))?.Value.Title ?? "";
        return page.IsOpen && link.IsSpent(page) ? Html(http, PageReplies.Spent(page), null, StatusCodes.Status410Gone)
            : page.IsOpen ? Html(http, $"{page.Id}: {title}", await links.FormKeyAsync(token, browser, ct))
            : Html(http, await SaidAsync(page, chart, ct), null);
    }

    private static async Task<IResult> AnswerAsync(
        string token, HttpContext http, AnswerLinks links, PageActions pages, Plans plans, OrgChart chart, IStore store, IClock clock,
        CancellationToken ct)
    {
        if (await links.ReadAsync(token, ct) is not { } link)
            return Html(http, "This link is not valid.", null, StatusCodes.Status404NotFound);
        var key = http.Request.HasFormContentType && http.Request.ContentLength is < 4096
            ? (await http.Request.ReadFormAsync(ct))[Field].ToString() : "";
        if (http.Request.Cookies[Cookie] is not { Length: > 20 and < 100 } browser || !CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(await links.FormKeyAsync(token, browser, ct)), Encoding.UTF8.GetBytes(key)))
            return Html(http, "Open the link again and press the button there.", null, StatusCodes.Status400BadRequest);
        var now = clock.GetCurrentInstant();
        if ((await store.FindAsync<Person>(link.Person, ct))?.Value.IsHere(now) != true)
            return Html(http, "This link is not valid.", null, StatusCodes.Status404NotFound);
        try
        {
            await plans.CommitAsync(again => pages.AcknowledgeAsync(link, new Actor(link.Person, "link", now, now), again), ct);
        }
        catch (RefusedException refusal)
        {
            return Html(http, refusal.Message, null, StatusCodes.Status409Conflict);
        }

        var page = (await store.FindAsync<Page>(link.Page, ct))!.Value;
        return Html(http, await SaidAsync(page, chart, ct), null);
    }

    private static async Task<string> SaidAsync(Page page, OrgChart chart, CancellationToken ct) => page.State switch
    {
        PageState.Resolved => $"{page.Id} is resolved. Nothing to do.",
        PageState.Open => $"{page.Id} is open.",
        _ => $"{await chart.NameAsync(page.By!, ct)} has {page.Id}.",
    };

    private static IResult Html(HttpContext http, string text, string? key, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var form = key is null ? ""
            : $"<form method=\"post\"><input type=\"hidden\" name=\"{Field}\" value=\"{key}\"><button>Acknowledge</button></form>";
        var page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + "<meta name=\"robots\" content=\"noindex\"><title>Watchbill</title><style>body{font:1.3rem system-ui,sans-serif;margin:2rem;"
            + "color-scheme:light dark}button{font:inherit;padding:1rem 2rem;min-height:3rem}</style>"
            + $"<main><p>{WebUtility.HtmlEncode(text)}</p>{form}</main></html>";
        return Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);
    }
}
