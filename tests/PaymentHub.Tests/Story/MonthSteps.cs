using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Story;

/// <summary>The steps of a payment month, over HTTP, as the demo users who are there for them.</summary>
public static class MonthSteps
{
    public const string Period = "2026-11";

    /// <summary>Imports a file and returns what the service says of it when it is done.</summary>
    public static async Task<JsonNode> ImportAsync(
        this Hub hub, string kind, byte[] bytes, string user = "nhap", string fileName = "tep.csv")
    {
        var sent = await hub.As(user).UploadAsync($"/api/register/imports?kind={kind}", fileName, bytes);
        ((int)sent.Status).ShouldBe(202, sent.Text);
        return await hub.As(user).UntilAsync(
            $"/api/register/imports/{sent.Json["importId"]}", i => $"{i["status"]}" is not ("Received" or "Running"));
    }

    /// <summary>Imports register rows that must be taken.</summary>
    public static async Task<JsonNode> RegisterAsync(this Hub hub, params IEnumerable<RegisterLine> lines)
    {
        var import = await hub.ImportAsync("register", RegisterLine.FileOf(lines));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
        return import;
    }

    /// <summary>Allots money to the funds of a commune.</summary>
    public static async Task AllotAsync(
        this Hub hub, string commune, long pension, long merit = 0, string decision = "88/QĐ-UBND")
    {
        string[] rows =
        [
            $"{commune},HTXH,TINH,2026,{pension},{decision}",
            .. merit > 0 ? [$"{commune},NCC,TW,2026,{merit},{decision}"] : Array.Empty<string>(),
        ];
        var import = await hub.ImportAsync(
            "allotments", RegisterLine.Csv("Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định", rows));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }

    /// <summary>Tells the service of a death on the 15th of a month such as <c>10/2026</c>.</summary>
    public static async Task DeathAsync(this Hub hub, RegisterLine who, string month)
    {
        var import = await hub.ImportAsync("deaths", RegisterLine.Csv(
            "STT,Số định danh cá nhân,Họ và tên,Ngày sinh,Ngày mất,Số trích lục,Ngày đăng ký",
            [$"1,{who.PersonalId},Nguyễn Văn An,02/09/1945,15/{month},TL-1,16/{month}"]));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }

    /// <summary>Plans November and waits until every commune in the planner's scope is planned.</summary>
    public static async Task<JsonNode> PlanAsync(this Hub hub, string user = HubSetup.CommunePlanner)
    {
        await hub.As(user).PostAsync($"/api/runs/{Period}/plan");
        return await hub.As(user).UntilAsync($"/api/runs/{Period}", r => $"{r["status"]}" == "Planned");
    }

    /// <summary>Submits, approves or releases; without ids the whole month.</summary>
    public static Task<JsonNode> ActAsync(this Hub hub, string user, string act, params Guid[] batches)
    {
        var body = new JsonObject { ["period"] = Period };
        if (batches.Length > 0) body["batchIds"] = new JsonArray([.. batches.Select(b => (JsonNode)b.ToString())]);
        return hub.As(user).PostAsync($"/api/batches/{act}", body);
    }

    /// <summary>Releases as the treasurer and waits for the files; returns them.</summary>
    public static async Task<List<JsonNode>> ReleaseAsync(this Hub hub, params Guid[] batches)
    {
        var answer = await hub.ActAsync("khobac", "release", batches);
        Items(answer["refused"]).ShouldBeEmpty(answer.ToJsonString());
        var ids = Items(answer["messageIds"]).Select(id => (string)id!).ToHashSet();
        ids.ShouldNotBeEmpty(answer.ToJsonString());
        return await hub.FilesAsync(ids);
    }

    /// <summary>Waits for the files with these message ids and returns all files of the month.</summary>
    public static async Task<List<JsonNode>> FilesAsync(this Hub hub, IReadOnlySet<string> messageIds)
    {
        var files = await hub.As("khobac").UntilAsync(
            $"/api/files?period={Period}",
            f => messageIds.IsSubsetOf(Items(f["items"]).Select(i => (string)i["messageId"]!)));
        return Items(files["items"]);
    }

    /// <summary>The batches of the month by their codes.</summary>
    public static async Task<Dictionary<string, JsonNode>> BatchesAsync(this Hub hub, string user = "thanhtra") =>
        Items((await hub.As(user).GetAsync($"/api/batches?period={Period}&size=500"))["items"])
            .ToDictionary(b => (string)b["code"]!);

    /// <summary>The id of one batch.</summary>
    public static async Task<Guid> BatchAsync(this Hub hub, string code) =>
        Guid.Parse((string)(await hub.BatchesAsync())[code]["batchId"]!);

    /// <summary>Where the payment of a dossier stands; one payment of November.</summary>
    public static async Task<JsonNode> PaymentAsync(this Hub hub, RegisterLine of)
    {
        var id = await hub.EndToEndIdAsync(of);
        return (await hub.As("thanhtra").GetAsync($"/api/payments/{id}"))["payment"]!;
    }

    /// <summary>The end-to-end id of a dossier's only payment.</summary>
    public static async Task<string> EndToEndIdAsync(this Hub hub, RegisterLine of) =>
        await hub.AskAsync<string>(
            """
            select max(p.end_to_end_id) from hub.payment p
            join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no where l.dossier = $1
            having count(distinct p.end_to_end_id) = 1
            """,
            of.Dossier)
        ?? throw new InvalidOperationException($"{of.Dossier} has no payment, or several.");

    /// <summary>The identities of the month hold; a broken one is named.</summary>
    public static async Task IdentitiesShouldHoldAsync(this Hub hub)
    {
        var tieOut = await hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}");
        Items(tieOut["identities"]).Where(i => !(bool)i["holds"]!).Select(i => i.ToJsonString()).ShouldBeEmpty();
        ((bool)tieOut["holds"]!).ShouldBeTrue();
    }

    /// <summary>Count and amount of one line of the tie-out.</summary>
    public static async Task<(long Count, long Amount)> StandsAsync(this Hub hub, string code)
    {
        var tieOut = await hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}");
        var line = Items(tieOut["lines"]).Single(l => (string?)l["code"] == code);
        return ((long)line["count"]!, (long)line["amount"]!);
    }

    /// <summary>The elements of a JSON list; none where there is no list.</summary>
    public static List<JsonNode> Items(JsonNode? list) => [.. (list as JsonArray ?? []).OfType<JsonNode>()];
}
