using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>
/// What every kind of file has to do alike: give bad cells back without letting a spreadsheet run them, and show a
/// legacy coding without converting it until somebody asks.
/// </summary>
public sealed class EveryKindTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Attack = "=cmd|'/c calc'!A1";

    public static TheoryData<string> Kinds => [.. FileKind.All.Keys];

    public static TheoryData<string, TextCoding> KindsAndCodings =>
    [
        .. FileKind.All.Keys.SelectMany(k => new[] { TextCoding.Tcvn3, TextCoding.Windows1258 }.Select(
            c => new TheoryDataRow<string, TextCoding>(k, c))),
    ];

    private Hub Hub => fixture.Hub;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Errors_come_back_without_a_cell_that_a_spreadsheet_would_run(string kind)
    {
        var import = await Hub.SendAsync(kind, FileOf(kind, Attack));
        $"{import["status"]}".ShouldBe("Refused");
        var path = $"/api/register/imports/{import["importId"]}/errors";

        var csv = Encoding.UTF8.GetString(await Hub.As("nhap").DownloadAsync(path)).TrimStart('\uFEFF');
        var xlsx = await Hub.As("nhap").DownloadAsync(path + "?format=xlsx");

        var row = csv.Split("\r\n")[1];
        row.ShouldStartWith($"'{Attack},'{Attack}");
        foreach (var cell in row.Split(',')) cell.TrimStart('"').ShouldNotMatch("^[=+@-]");
        using var zip = new ZipArchive(new MemoryStream(xlsx));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var text = await sheet.ReadToEndAsync();
        text.ShouldNotContain("<f>");
        text.ShouldContain("t=\"inlineStr\"");
    }

    [Theory]
    [MemberData(nameof(KindsAndCodings))]
    public async Task A_legacy_file_is_detected_and_read_on_request_only(string kind, TextCoding coding)
    {
        var text = Encoding.UTF8.GetString(FileOf(kind, "Nguyễn Thị Hằng xã Bình Thạnh")).TrimStart('\uFEFF');
        var bytes = LegacyBytes.Of(text, coding);

        var refused = await Hub.SendAsync(kind, bytes);
        var converted = await Hub.SendAsync(kind, bytes, $"&coding={coding}");

        $"{refused["status"]} {refused["detectedCoding"]}".ShouldBe($"Refused {coding}");
        RulesOf(converted).ShouldNotContain("COLUMN_MISSING");
        RulesOf(converted).ShouldNotContain("TEXT_LEGACY_ENCODING");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Legacy_letters_in_a_cell_are_named_and_converted_on_request_only(string kind)
    {
        var bytes = FileOf(kind, "Nguyeãn Vaên Ñöùc");

        var refused = await Hub.SendAsync(kind, bytes);
        var converted = await Hub.SendAsync(kind, bytes, "&coding=Vni");

        Items(refused["findings"]).Select(f => $"{f["rule"]} {f["valueClass"]}")
            .ShouldContain("TEXT_LEGACY_ENCODING VNI text");
        RulesOf(converted).ShouldNotContain("TEXT_LEGACY_ENCODING");
    }

    private static IEnumerable<string> RulesOf(JsonNode import) =>
        Items(import["findings"]).Select(f => $"{f["rule"]}");

    private static byte[] FileOf(string kind, string cell)
    {
        var names = FileKind.All[kind].Columns.Names;
        return RegisterLine.Csv(string.Join(',', names), [string.Join(',', names.Select(_ => cell))]);
    }
}
