using System.Net;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What is told to a person in private is read by no token that may not read it elsewhere.</summary>
public sealed class PrivateMessageTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>By kind, to ana: the tokens that read it. What goes to a channel is everybody's.</summary>
    [Theory]
    [InlineData(MessageKind.Training, "admin")]
    [InlineData(MessageKind.Health, "admin")]
    // The admin's token of the settings has pay, too.
    [InlineData(MessageKind.Pay, "admin")]
    [InlineData(MessageKind.Career, "")]
    [InlineData(MessageKind.Handoff, "admin read")]
    public async Task A_message_to_a_person_is_read_by_the_scope_that_reads_its_like(MessageKind kind, string readers)
    {
        foreach (var to in new[] { Address.Person("ana"), Address.Team("payments") })
        {
            var text = $"To {to}: {kind}.";
            var said = Delivery.Say(new Delivery(ApiHost.Now, kind, to, new Reply(text)), $"private/{kind}/{to}");
            await host.Store.SaveAsync([said], TestContext.Current.CancellationToken);
        }

        foreach (var (scope, token) in new[] { ("admin", ApiHost.Admin), ("read", ApiHost.Read) })
        {
            var text = (await host.GetAsync("/api/v1/messages?from=2026-11-20&to=2026-11-21", token)).Text;
            Assert.True(readers.Split(' ').Contains(scope) == text.Contains($"To person:ana: {kind}.", StringComparison.Ordinal),
                $"{scope}: {kind}");
            Assert.Contains($"To team:payments: {kind}.", text, StringComparison.Ordinal);
        }
    }
}
