using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Batches;

/// <summary>
/// Several people stand between a plan and its money. Every test has a batch of its own: one person, one bank.
/// </summary>
public sealed class ApprovalTests(ApprovalTests.Prepared fixture) : IClassFixture<ApprovalTests.Prepared>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_batch_is_signed_by_one_approver_and_released_by_the_treasurer()
    {
        var batch = await Hub.BatchAsync(Prepared.Agri);
        Acted(await Hub.ActAsync("trinh", "submit", batch)).ShouldBe([batch]);

        Acted(await Hub.ActAsync("duyet1", "approve", batch)).ShouldBe([batch]);
        var files = await Hub.ReleaseAsync(batch);

        var file = files.ShouldHaveSingleItem();
        ((string?)file["institution"], (long)file["amount"]!).ShouldBe(("AGRI", RegisterLine.Pension));
        var after = (await Hub.BatchesAsync())[Prepared.Agri];
        $"{after["status"]}".ShouldBe("Released");
    }

    [Fact]
    public async Task Whoever_planned_submitted_or_imported_may_not_approve()
    {
        var batch = await Hub.BatchAsync(Prepared.Vietin);
        await Hub.ActAsync(Prepared.Submitter, "submit", batch);

        foreach (var (user, duty) in new[]
        {
            (Prepared.Planner, "planner"), (Prepared.Submitter, "submitter"), (Prepared.Importer, "importer"),
        })
        {
            var (code, english) = Refused(await Hub.ActAsync(user, "approve", batch));
            code.ShouldBe("segregation-of-duties");
            english.ShouldContain(duty);
        }

        await StatusShouldBeAsync(Prepared.Vietin, "Submitted");
    }

    [Fact]
    public async Task The_treasurer_must_differ_from_everybody_before()
    {
        var batch = await Hub.BatchAsync(Prepared.Bidv);
        await Hub.ActAsync(Prepared.Submitter, "submit", batch);
        Acted(await Hub.ActAsync(Prepared.Approver, "approve", batch)).ShouldBe([batch]);

        foreach (var user in new[]
        {
            Prepared.Planner, Prepared.Submitter, Prepared.Importer, Prepared.Approver,
        })
        {
            await Hub.ActAsync(user, "release", batch);
        }

        await Hub.As("khobac").UntilAsync("/api/runs/2026-11", _ => true);
        await StatusShouldBeAsync(Prepared.Bidv, "Approved");
        (await Hub.AskAsync<long>("select count(*) from hub.payment_outcome where batch_id = $1", batch)).ShouldBe(0);
    }

    [Fact]
    public async Task Above_the_limit_the_first_signature_is_not_enough()
    {
        var batch = await Hub.BatchAsync(Prepared.Large);
        ((long)(await Hub.BatchesAsync())[Prepared.Large]["amount"]!).ShouldBeGreaterThan(2_000_000_000);
        await Hub.ActAsync("trinh", "submit", batch);

        await Hub.ActAsync("duyet1", "approve", batch);
        await Hub.ActAsync("duyet1", "approve", batch);
        await StatusShouldBeAsync(Prepared.Large, "Signed");
        Refused(await Hub.ActAsync("khobac", "release", batch)).Code.ShouldBe("batch-wrong-status");
        await Hub.ActAsync("duyet2", "approve", batch);

        await StatusShouldBeAsync(Prepared.Large, "Approved");
    }

    [Fact]
    public async Task A_fund_that_is_short_refuses_the_batch_by_name_and_reserves_nothing()
    {
        var batch = await Hub.BatchAsync(Prepared.Short);
        await Hub.ActAsync("trinh", "submit", batch);
        var before = await Hub.FootprintAsync();

        var (code, english) = Refused(await Hub.ActAsync("duyet1", "approve", batch));

        code.ShouldBe("fund-short");
        english.ShouldContain("21028/HTXH/TINH/2026");
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
        await StatusShouldBeAsync(Prepared.Short, "Submitted");

        await Hub.AllotAsync("21028", RegisterLine.Pension, decision: "99/QĐ-UBND");
        Acted(await Hub.ActAsync("duyet1", "approve", batch)).ShouldBe([batch]);
        (await Hub.AskAsync<long>(
            "select sum(amount)::bigint from hub.fund_movement where batch_id = $1", batch))
            .ShouldBe(RegisterLine.Pension);
    }

    [Fact]
    public async Task A_content_that_no_longer_has_the_signed_hash_is_not_released()
    {
        var batch = await Hub.BatchAsync(Prepared.Vcb);
        await Hub.ActAsync("trinh", "submit", batch);
        await Hub.ActAsync("duyet1", "approve", batch);
        // Somebody with access to the database gives the payment another account, in the events themselves.
        (await Hub.ExecuteAsync(
            """
            update events.mt_events set data = replace(data::text, '4500205000004', '4500205666666')::jsonb
            where stream_id = $1 and data::text like '%4500205000004%'
            """,
            batch)).ShouldBe(1);

        var released = await Hub.ActAsync("khobac", "release", batch);

        var messageId = (string)Items(released["messageIds"]).ShouldHaveSingleItem()!;
        await UntilAsync(
            "select count(*) from events.mt_events where stream_id = $1 and data::text like '%batch-content-changed%'",
            batch);
        await StatusShouldBeAsync(Prepared.Vcb, "Approved");
        (await Hub.As("khobac").GetAsync("/api/files?period=2026-11")).ToJsonString().ShouldNotContain(messageId);
    }

    [Fact]
    public async Task A_batch_that_is_sent_back_is_submitted_again_with_the_reason_kept()
    {
        var batch = await Hub.BatchAsync(Prepared.Post);
        await Hub.ActAsync("trinh", "submit", batch);
        var body = new JsonObject
        {
            ["period"] = Period,
            ["batchIds"] = new JsonArray(batch.ToString()),
            ["reason"] = "Sai xã",
        };

        Acted(await Hub.As("duyet1").PostAsync("/api/batches/return", body)).ShouldBe([batch]);

        await StatusShouldBeAsync(Prepared.Post, "Placed");
        (await Hub.AskAsync<long>(
            "select count(*) from events.mt_events where stream_id = $1 and data->>'reason' = 'Sai xã'", batch))
            .ShouldBe(1);
        Acted(await Hub.ActAsync("trinh", "submit", batch)).ShouldBe([batch]);
    }

    private static List<Guid> Acted(JsonNode answer) => [.. Items(answer["acted"]).Select(a => Guid.Parse((string)a!))];

    private static (string Code, string English) Refused(JsonNode answer)
    {
        Acted(answer).ShouldBeEmpty();
        var refused = Items(answer["refused"]).ShouldHaveSingleItem();
        return ((string)refused["code"]!, (string)refused["detailEn"]!);
    }

    private async Task StatusShouldBeAsync(string code, string status) =>
        $"{(await Hub.BatchesAsync())[code]["status"]}".ShouldBe(status);

    private async Task UntilAsync(string countSql, Guid batch)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (await Hub.AskAsync<long>(countSql, batch) == 0)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), countSql);
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// A planned month of seven batches. The users of the second half hold every role at once, so that it is the duties
    /// on the batch that stop them and not the lack of a role.
    /// </summary>
    public sealed class Prepared(PostgresFixture postgres) : IAsyncLifetime
    {
        public const string Agri = "2026-11/21025/HTXH/AGRI/0";
        public const string Vietin = "2026-11/21025/HTXH/VIETIN/0";
        public const string Bidv = "2026-11/21025/HTXH/BIDV/0";
        public const string Vcb = "2026-11/21025/HTXH/VCB/0";
        public const string Post = "2026-11/21025/HTXH/POST/0";
        public const string Large = "2026-11/21025/NCC/AGRI/0";
        public const string Short = "2026-11/21028/HTXH/AGRI/0";
        public const string Importer = "moi-viec-nhap";
        public const string Planner = "moi-viec-lap";
        public const string Submitter = "moi-viec-trinh";
        public const string Approver = "moi-viec-duyet";

        public Hub Hub { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
            foreach (var user in new[] { Importer, Planner, Submitter, Approver }) await AddAsync(user);
            await Hub.AllotAsync("21025", pension: 100_000_000, merit: 10_000_000_000);
            var rows = new List<RegisterLine>
            {
                RegisterLine.Of(1), RegisterLine.Of(2).At("VIETIN"), RegisterLine.Of(3).At("BIDV"),
                RegisterLine.Of(4).At("VCB"), RegisterLine.Of(5).InCash(),
                RegisterLine.Of(6).In("21028", "Phường Nghĩa Lộ"),
            };
            // Three years of arrears each: seven relatives of three martyrs pass two billion đồng.
            rows.AddRange(Enumerable.Range(11, 7).Select(no => RegisterLine.Of(no).With(
                ("Chương trình", "NCC"), ("Nhóm đối tượng", "LS3"), ("Hưởng từ tháng", "07/2023"),
                ("Ngày ký", "01/07/2023"))));
            var import = await Hub.ImportAsync("register", RegisterLine.FileOf(rows), Importer);
            $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
            await Hub.PlanAsync(Planner);
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();

        private async Task AddAsync(string user)
        {
            var scope = AccessScope.OfCommunes(HubSetup.Communes);
            await HubSetup.AddUserAsync(Hub, user, Role.Planner, scope);
            await HubSetup.GrantAsync(Hub, user, Role.Approver, scope);
            await HubSetup.GrantAsync(Hub, user, Role.Treasurer, scope);
        }
    }
}
