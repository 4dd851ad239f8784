"""What a notebook shows: HTML without script or network, in the colours of a light or a dark theme.

Every view is a string of HTML that stands for itself. Its text is escaped, its styles touch nothing outside of it, and
it can be read where a page drops the styles, as an untrusted notebook does.

>>> import tolmach as tm
>>> html = tm.spans("Read <b>: Видео дня")._repr_html_()
>>> "Read &lt;b&gt;: " in html, 'lang="ru"' in html, "<script" in html
(True, True, False)
"""
