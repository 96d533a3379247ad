using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Audit;

/// <summary>One box finds what a text names exactly, and only what the searcher may see.</summary>
public sealed class SearchTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_dossier_a_payment_a_batch_and_a_file_are_found_by_their_full_codes()
    {
        var who = ReleasedMonth.Agri[3];
        var id = await Hub.EndToEndIdAsync(who);
        var file = Items((await Hub.As("khobac").GetAsync($"/api/files?period={Period}"))["items"])[0];

        (await FindAsync("thanhtra", who.Dossier.ToLowerInvariant())).ShouldContain($"person {who.Dossier}");
        (await FindAsync("thanhtra", $" {id} ")).ShouldBe([$"payment {id}"]);
        (await FindAsync("lap", "2026-11/21025/HTXH/AGRI/0")).ShouldHaveSingleItem().ShouldStartWith("batch ");
        (await FindAsync("khobac", $"{file["messageId"]}")).ShouldBe([$"file-out {file["messageId"]}"]);
    }

    [Fact]
    public async Task Nobody_browses_people_by_a_part_of_a_code_or_a_name()
    {
        var who = ReleasedMonth.Agri[3];

        foreach (var part in new[] { who.Dossier[..^1], who.PersonalId[..6], "Nguyễn", "%", "_", "QN" })
        {
            (await FindAsync("thanhtra", part)).ShouldBeEmpty(part);
        }
    }

    [Fact]
    public async Task A_personal_id_finds_a_person_for_the_inspector_only_and_is_never_answered()
    {
        var who = ReleasedMonth.Agri[4];

        var answer = await Hub.As("thanhtra").PostAsync(
            "/api/search", new JsonObject { ["text"] = who.PersonalId });

        Items(answer["items"]).Select(i => $"{i["kind"]} {i["key"]}").ShouldBe([$"person {who.Dossier}"]);
        answer.ToJsonString().ShouldNotContain(who.PersonalId);
        (await FindAsync("lap", who.PersonalId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_lies_outside_the_searchers_communes_is_not_found()
    {
        var who = ReleasedMonth.Agri[3];
        await HubSetup.AddUserAsync(Hub, "tra-cuu-xa", Role.Inspector, AccessScope.OfCommunes(["21028"]));

        foreach (var text in new[] { who.Dossier, who.PersonalId, await Hub.EndToEndIdAsync(who) })
        {
            (await FindAsync("tra-cuu-xa", text)).ShouldBeEmpty(text);
        }
    }

    private async Task<List<string>> FindAsync(string user, string text)
    {
        var answer = await Hub.As(user).PostAsync("/api/search", new JsonObject { ["text"] = text });
        return [.. Items(answer["items"]).Select(i => $"{i["kind"]} {i["key"]}")];
    }
}
