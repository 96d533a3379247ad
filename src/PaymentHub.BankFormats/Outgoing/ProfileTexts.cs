namespace PaymentHub.BankFormats.Outgoing;

/// <summary>The texts with places to fill in of a profile.</summary>
internal static class ProfileTexts
{
    public static string FileName(ProfileNode node)
    {
        var name = node.Text("fileName");
        if (name.Length == 0) return name;
        CheckTemplate(node, "fileName", name, "messageId", "date");
        if (!name.Contains("{messageId}", StringComparison.Ordinal) || name.Any(c => c is '/' or '\\' or ':' or ' '))
            node.Fail(
                "fileName", ProfileRule.Template,
                "Tên tệp phải có {messageId} và không có dấu cách, «/», «\\», «:».",
                "A file name has {messageId} and no blank, '/', '\\' or ':'.");
        return name;
    }

    public static void CheckTemplate(ProfileNode node, string name, string text, params string[] places)
    {
        var (rest, unknown) = Template.Examine(text, places);
        if (unknown is not null)
        {
            var all = string.Join(", ", places.Select(p => "{" + p + "}"));
            node.Fail(
                name, ProfileRule.Template, $"«{unknown}» không phải chỗ điền; chỉ có {all}.",
                $"'{unknown}' is no placeholder; there are {all}.");
        }

        if (PaymentWords.Stranger(rest) is { } stranger)
            node.Fail(
                name, ProfileRule.Wording,
                $"Không được dùng từ «{stranger}»: nội dung và tên tệp không được nói người nhận thuộc chế độ nào.",
                $"'{stranger}' may not be used: texts and file names must not tell why a person is paid.");
    }
}
