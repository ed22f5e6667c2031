using System.Net;
using NodaTime;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Contacts;

/// <summary>Keys pressed in a call, what the network reports, and what nobody signed.</summary>
public sealed partial class PhoneAnswerTests
{
    [Theory]
    [InlineData("4", PageState.Acknowledged)]
    [InlineData("6", PageState.Resolved)]
    [InlineData("9", PageState.Open)]
    [InlineData("", PageState.Open)]
    public async Task In_a_call_a_key_answers(string key, PageState state)
    {
        var link = voice.Links.Single();
        await PostAsync($"/twilio/voice?link={link}", ("Digits", key));
        Assert.Equal(state, (await PageAsync()).State);
    }

    [Fact]
    public async Task A_key_of_an_earlier_call_does_not_acknowledge_what_was_given_back()
    {
        var link = voice.Links.Single();
        await PostAsync($"/twilio/voice?link={link}", ("Digits", "4"));
        await bot.SayAsync("cai", "giveback checkout-1");
        Assert.Contains("has been answered since this call", await PostAsync($"/twilio/voice?link={link}", ("Digits", "4")),
            StringComparison.Ordinal);
        Assert.True((await PageAsync()).IsOpen);
        Assert.Contains("This call is not valid.", await PostAsync("/twilio/voice?link=x.y", ("Digits", "4")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MessageStatus", "delivered", CallOutcome.Delivered, null)]
    [InlineData("MessageStatus", "sent", CallOutcome.Accepted, null)]
    [InlineData("MessageStatus", "undelivered", CallOutcome.Failed, "undelivered (error 30003)")]
    public async Task What_the_network_reports_is_kept(string field, string status, CallOutcome outcome, string? why)
    {
        await world.RunAsync(bot);
        var message = (await PageAsync()).Calls.Single(call => call.Method == "sms").Message!;
        await PostAsync($"/twilio/status?message={Uri.EscapeDataString(message)}", (field, status), ("ErrorCode", "30003"));
        var call = (await PageAsync()).Calls.Single(call => call.Method == "sms");
        Assert.Equal((outcome, why), (call.Outcome, call.Reason));
        await world.RunAsync(bot);
        Assert.Equal(outcome, (await PageAsync()).Calls.Single(call => call.Method == "sms").Outcome);
    }

    [Fact]
    public async Task A_call_that_nobody_takes_moves_on_to_the_next_way_and_then_to_the_next_level_at_once()
    {
        await bot.Store.SaveAsync([Write.Put("cai", (await bot.Store.FindAsync<Paging.Contacts>("cai", Ct))!.Value with
        {
            High = [new("voice", Duration.Zero), new("sms", Duration.FromMinutes(4))],
        })], Ct);
        await bot.SayAsync("out", "incident declare checkout \"again\" sev1");
        await world.RunAsync(bot);
        await world.RunAsync(bot);
        async Task ReportAsync(string method, string field, string status)
        {
            var page = (await bot.Store.FindAsync<Page>("checkout/000002", Ct))!.Value;
            await PostAsync($"/twilio/status?message={Uri.EscapeDataString(page.Calls.Single(call => call.Method == method).Message!)}",
                (field, status));
            await world.RunAsync(bot);
            await world.RunAsync(bot);
        }

        await ReportAsync("voice", "CallStatus", "no-answer");
        Assert.Equal(["checkout-1", "checkout-2"], sms.Pages);
        await ReportAsync("sms", "MessageStatus", "failed");
        Assert.Equal(["cai", "ana"], (await bot.Store.FindAsync<Page>("checkout/000002", Ct))!.Value.Taken.SelectMany(step => step.People));
    }

    [Theory]
    [InlineData("/twilio/sms")]
    [InlineData("/twilio/voice?link=x")]
    [InlineData("/twilio/status?message=x")]
    public async Task What_is_not_signed_is_refused_and_changes_nothing(string path)
    {
        var form = new Dictionary<string, string> { ["From"] = Cai, ["Body"] = "1a" };
        var right = TwilioSignature.Of(Token, $"https://wb.example.com{path}", form);
        foreach (var claimed in new[] { null, "", "x", TwilioSignature.Of("another", $"https://wb.example.com{path}", form),
            TwilioSignature.Of(Token, "https://wb.example.com/twilio/other", form) })
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(path, form, claimed)).Status);
        // A field more, or another text, under the same signature.
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(path, new(form) { ["Body"] = "1c" }, right)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(path, new(form) { ["More"] = "x" }, right)).Status);
        Assert.True((await PageAsync()).IsOpen);
    }
}
