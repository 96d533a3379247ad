using System.Text.Json;
using PaymentHub.BankFormats.Pain001;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>A profile that could be read, or every reason why not.</summary>
public sealed record ProfileReading(OutgoingProfile? Profile, IReadOnlyList<ProfileFinding> Findings);

/// <summary>
/// Reads the section <c>outgoing</c> of a bank profile (JSON). All findings come at once, each with file, place and
/// rule; a profile with one is not used.
/// </summary>
public static class OutgoingProfileReader
{
    private const int LongestText = 140;
    private const int MostTransactions = 1_000_000;

    private static readonly (string Word, LetterForm Value)[] Letters =
        [("composed", LetterForm.Composed), ("upper-unmarked", LetterForm.UpperUnmarked)];

    private static readonly (string Word, CharacterSet Value)[] Characters =
        [("unicode", CharacterSet.Unicode), ("ascii", CharacterSet.Ascii), ("swift-x", CharacterSet.SwiftX)];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Reads one file; sections other than <c>outgoing</c> are left to their own readers.</summary>
    public static ProfileReading Read(string fileName, ReadOnlyMemory<byte> json)
    {
        var findings = new List<ProfileFinding>();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var profile = document.RootElement.ValueKind == JsonValueKind.Object
                ? Profile(new ProfileNode(fileName, "$", document.RootElement, findings))
                : null;
            if (profile is null && findings.Count == 0)
                findings.Add(new ProfileFinding(
                    fileName, "$", ProfileRule.Type, "Phải là một đối tượng.", "Must be an object."));
            return new ProfileReading(findings.Count == 0 ? profile : null, findings);
        }
        catch (JsonException error)
        {
            var place = $"dòng/line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            return new ProfileReading(null, [
                new ProfileFinding(
                    fileName, place, ProfileRule.Json, "Không phải JSON hợp lệ; sửa ở chỗ này.",
                    "Not valid JSON; mend it here."),
            ]);
        }
    }

    private static OutgoingProfile? Profile(ProfileNode root)
    {
        var code = root.Text("code");
        root.CheckTwins();
        if (root.Object("outgoing") is not { } node) return null;
        var list = node.Object("list", mustBe: false) is { } layout ? ListLayoutReader.Read(layout) : null;
        var version = Version(node, list);
        var profile = new OutgoingProfile
        {
            Code = code,
            Version = version,
            FileName = version is null ? "" : ProfileTexts.FileName(node),
            Limits = Limits(node),
            Names = Rule(node.Object("names")),
            Remittance = Remittance(node, list),
            AgentsByBic = node.OneOf("agents", false, ("napas", false), ("bic", true)),
            BenefitPurpose = Purpose(node, "benefitPurpose"),
            FundPurpose = Purpose(node, "fundPurpose"),
            List = list,
        };
        if (list?.Encoding == ListEncoding.Ascii
            && (profile.Names.Letters == LetterForm.Composed || profile.Remittance.Rule.Letters == LetterForm.Composed))
        {
            node.Fail(
                "list.encoding", ProfileRule.Conflict,
                "Bảng mã ASCII cần tên và nội dung không dấu (upper-unmarked).",
                "ASCII needs names and texts without marks (upper-unmarked).");
        }

        node.End();
        return profile;
    }

    private static Pain001Version? Version(ProfileNode node, ListLayout? list)
    {
        var format = node.Text("format");
        if (format == "list")
        {
            if (list is null)
                node.Fail("list", ProfileRule.Missing, "Định dạng «list» cần phần này.", "Format 'list' needs it.");
            return null;
        }

        if (Pain001Versions.Find(format) is { } version) return version;
        if (format.Length > 0)
            node.Fail(
                "format", ProfileRule.Value, $"«{format}» không phải pain.001.001.03, .09, .11, .12 hoặc list.",
                $"'{format}' is none of pain.001.001.03, .09, .11, .12 or list.");
        return Pain001Version.V09;
    }

    private static FileLimits Limits(ProfileNode node)
    {
        if (node.Object("limits", mustBe: false) is not { } limits) return new FileLimits();
        var read = new FileLimits(
            (int?)limits.Whole("transactionsPerFile", MostTransactions),
            (int?)limits.Whole("transactionsPerBatch", MostTransactions),
            limits.Whole("sumPerFile", 999_999_999_999_999_999), limits.Whole("bytesPerFile", 1L << 40));
        limits.End();
        return read;
    }

    private static TextRule Rule(ProfileNode? node)
    {
        if (node is null) return new TextRule(LetterForm.Composed, CharacterSet.Unicode, LongestText);
        var letters = node.OneOf("letters", LetterForm.Composed, Letters);
        var set = node.OneOf("characters", CharacterSet.Unicode, Characters);
        var rule = new TextRule(letters, set, (int)(node.Whole("longest", LongestText) ?? LongestText));
        if (letters == LetterForm.Composed && set != CharacterSet.Unicode)
            node.Fail(
                "characters", ProfileRule.Conflict, "Chữ có dấu cần characters là unicode.",
                "Letters with marks need characters to be unicode.");
        node.End();
        return rule;
    }

    private static RemittanceRule Remittance(ProfileNode node, ListLayout? list)
    {
        if (node.Object("remittance") is not { } remittance)
            return new RemittanceRule(RemittanceForm.None, "", "", Rule(null));
        var form = remittance.OneOf(
            "form", RemittanceForm.Unstructured, ("none", RemittanceForm.None),
            ("unstructured", RemittanceForm.Unstructured), ("structured", RemittanceForm.Structured),
            ("both", RemittanceForm.Both));
        var text = remittance.Text("text");
        var advance = remittance.Text("advance", text);
        ProfileTexts.CheckTemplate(remittance, "text", text, "endToEndId", "month", "year");
        ProfileTexts.CheckTemplate(remittance, "advance", advance, "endToEndId", "month", "year", "coveredMessageId");

        // Banks cut a text at its end; our own reference must be what survives, unless it has a place of its own.
        var hasPlace = form is RemittanceForm.Structured or RemittanceForm.Both
            || list?.Columns.Any(c => c.Field == ListField.EndToEndId) == true;
        if (!hasPlace && !text.StartsWith("{endToEndId}", StringComparison.Ordinal))
            remittance.Fail(
                "text", ProfileRule.Template, "Nội dung phải bắt đầu bằng {endToEndId}: ngân hàng cắt bỏ phần cuối.",
                "The text must begin with {endToEndId}: banks cut the end.");
        var rule = Rule(remittance.Object("rule"));
        remittance.End();
        return new RemittanceRule(form, text, advance, rule);
    }

    private static string? Purpose(ProfileNode node, string name)
    {
        if (!node.Has(name)) return null;
        var code = node.Text(name);
        if (code.Length == 0 || Pain001Purpose.All.Contains(code)) return code;
        var all = string.Join(", ", Pain001Purpose.All);
        node.Fail(
            name, ProfileRule.Wording, $"Mã mục đích chỉ được là {all}: mã khác để lộ chế độ của người nhận.",
            $"A purpose code is one of {all}: others reveal why the payee is paid.");
        return null;
    }
}
